-- What an alert or a delivery carries of the trace of the event behind it: a traceparent of W3C Trace Context, of sampled ones alone.
ALTER TABLE alerts ADD COLUMN trace text;
ALTER TABLE deliveries ADD COLUMN trace text;
