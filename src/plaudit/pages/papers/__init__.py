"""What is printed: what each paper says, its layout (.typ), and how it becomes a PDF."""
