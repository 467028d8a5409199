"""Work that comes round: plans that open tickets by themselves, of the portal and of SOPs with a `jadwal`."""
