-- What the checks of the evening and the morning raise besides.
alter domain ticket_kind drop constraint ticket_kind_known;
alter domain ticket_kind add constraint ticket_kind_known check (value in (
  'letters-failed', 'letters-still-sending', 'zips-not-acknowledged', 'letter-dropped', 'letter-unpreparable',
  'letters-left-behind', 'batch-parked', 'transfer-failing', 'inbound-file-refused', 'inbound-lines-unapplied',
  'inbound-lines-conflicting', 'inbound-name-reused', 'acknowledgement-line-unreadable',
  'acknowledged-without-intent', 'letters-still-created', 'letters-not-prepared', 'letters-technical-failure',
  'print-run-missing', 'calendar-ending', 'unexpected-file', 'poll-failing', 'volumes-not-sent'
));
