// Negative control: ends at once when it is asked to end, whatever is on its way. Loaded before the product.
process.once('SIGTERM', () => process.exit(0))
