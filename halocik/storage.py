"""Static files by names that carry a hash of their content, as far as they are collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """A page that names a file which is not collected (yet) is shown without it: better plain than an error."""

    def stored_name(self, name):
        # manifest_strict = False would hash the file itself, and raise just the same when it is not there.
        try:
            return super().stored_name(name)
        except ValueError:
            return name
