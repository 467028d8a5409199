"""What the steps of procedures do to assets (efek): each effect is checked before the move and applied in its transaction.

`check` locks the assets it looks at, so that of two tickets that want the same asset one waits and then reads what the other did. What an
effect reads of the answers is told in docs/sop.md, and lies in `said`.
"""

from tickets import registry

from . import acquiring, custody, disposing, noting, recap, repairing

BUILT = {
    "aset.rencana": acquiring.plan,
    "aset.terima": acquiring.receive,
    "aset.pindah": custody.move,
    "aset.serah-terima": custody.hand_over,
    "aset.kembali": custody.give_back,
    "aset.mulai-perbaikan": repairing.begin,
    "aset.selesai-perbaikan": repairing.finish,
    "aset.tarik": custody.withdraw,
    "aset.usul-hapus": disposing.propose,
    "aset.setujui-hapus": disposing.approve,
    "aset.hapus": disposing.dispose,
    "aset.catat": noting.note,
    "aset.rekap": recap.recap,
}


def register():
    for name, effect in BUILT.items():
        registry.register_effect(name, check=effect.check, apply=effect.apply, fill=effect.fill)
