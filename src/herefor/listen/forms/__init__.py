"""What people fill in, in this room: customers their answers, the organisation its surveys."""
