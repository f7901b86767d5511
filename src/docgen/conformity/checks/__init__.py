"""What a finished PDF is checked for, one module for each subject."""
