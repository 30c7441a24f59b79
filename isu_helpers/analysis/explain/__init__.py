"""What may explain a difference between groups, criterion by criterion, and how sure that is."""
