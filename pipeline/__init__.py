"""One essay in; a PowerPoint deck, a PDF handout and an e-mail newsletter out."""
