"""The letters of a convention's life: reminder, renewal, denunciation, termination, and so on."""
