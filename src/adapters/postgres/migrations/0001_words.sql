-- The domain's closed unions as types, so that a word is checked wherever it is stored. Text sorts by byte: the order must not hang on a locale.

create domain letter_status as text collate "C"
  constraint letter_status_known check (value in (
    'pending-virus-check', 'created', 'sending', 'delivered', 'returned-letter', 'cancelled', 'temporary-failure',
    'permanent-failure', 'technical-failure', 'validation-failed', 'virus-scan-failed'
  ));

create domain key_kind as text collate "C"
  constraint key_kind_known check (value in ('live', 'team', 'test'));

create domain postage as text collate "C"
  constraint postage_known check (value in ('first', 'second', 'economy', 'europe', 'rest-of-world'));

create domain batch_state as text collate "C"
  constraint batch_state_known check (value in (
    'claimed', 'sealed', 'uploaded', 'published', 'sent', 'acknowledged', 'answered', 'closed', 'empty', 'abandoned'
  ));

create domain parked_reason as text collate "C"
  constraint parked_reason_known check (value in (
    'zip-differs', 'temp-gone-before-rename', 'unknown-manifest', 'marking-incomplete'
  ));

create domain inbound_kind as text collate "C"
  constraint inbound_kind_known check (value in ('acknowledgement', 'response'));

create domain line_outcome as text collate "C"
  constraint line_outcome_known check (value in (
    'delivered', 'failed', 'already-final', 'unknown-reference', 'no-intent', 'repeated', 'conflicting'
  ));

create domain ticket_kind as text collate "C"
  constraint ticket_kind_known check (value in (
    'letters-failed', 'letters-still-sending', 'zips-not-acknowledged', 'letter-dropped', 'letter-unpreparable',
    'letters-left-behind', 'batch-parked', 'transfer-failing', 'inbound-file-refused', 'inbound-lines-unapplied',
    'inbound-lines-conflicting', 'inbound-name-reused', 'acknowledgement-line-unreadable',
    'acknowledged-without-intent'
  ));

create domain sha256 as text collate "C"
  constraint sha256_lower_hex check (value ~ '^[0-9a-f]{64}$');
