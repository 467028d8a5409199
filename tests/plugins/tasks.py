"""Tasks in tests: sent to a queue in the process, run when the test says so."""

from celery import current_app
from kombu.transport import memory


class Tasks:
    """What the code under test has queued. Messages go through the real serializer: only what JSON can carry arrives."""

    def waiting(self):
        """[(task name, args, kwargs)] in the order of sending; they stay queued."""
        found = self._take()
        for message in found:
            current_app.send_task(message[0], message[1], message[2])
        return found

    def run(self, limit=1000):
        """Run everything queued, and what that queues in turn. Names in the order they ran; a failing task fails the test."""
        ran = []
        while batch := self._take():
            for name, args, kwargs in batch:
                ran.append(name)
                assert len(ran) <= limit, f"tasks keep queueing tasks: {ran[-3:]}"
                current_app.tasks[name].apply(args=args, kwargs=kwargs, throw=True)
        return ran

    def discard(self):
        memory.Channel.queues.clear()

    def _take(self):
        current_app.loader.import_default_modules()
        found = []
        with current_app.connection_for_read() as connection:
            queue = current_app.amqp.queues[current_app.conf.task_default_queue].bind(connection.default_channel)
            queue.declare()
            while (message := queue.get(no_ack=True, accept=["json"])) is not None:
                args, kwargs, _ = message.payload
                found.append((message.headers["task"], args, kwargs))
        return found
