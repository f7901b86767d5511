"""The acts that two parties sign: their content, their clauses, their deadlines, their senders."""
