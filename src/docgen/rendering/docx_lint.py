def lint_docx(*a): return []
