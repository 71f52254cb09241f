-- Erasing looks for what was told of a decision by its instant: among a month of a city's messages.
CREATE INDEX delivery_of_decision ON delivery (happened_at)
WHERE ended_at IS NOT NULL AND left(kind, 5) = 'deed.';
