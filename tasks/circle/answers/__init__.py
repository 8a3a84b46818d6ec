"""What participants answer: reflections, absence, consultation, forms of the pages."""
