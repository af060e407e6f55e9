-- Where services hear of their letters: a token, signatures or both; an endpoint that was stopped gets nothing.
alter table callback_endpoints
  alter column sealed_bearer_token drop not null,
  add column sealed_signing_secret text,
  -- While secrets are exchanged, both sign.
  add column sealed_previous_secret text,
  add column stopped_at timestamptz(6),
  add column stopped_reason text,
  -- Pages in a row that brought nothing but faults, and until when the endpoint is left alone.
  add column fruitless integer not null default 0,
  add column paused_until timestamptz(6),
  add column last_delivered_at timestamptz(6),
  add constraint endpoint_names_statuses check (cardinality(statuses) > 0),
  add constraint endpoint_has_secret check (num_nonnulls(sealed_bearer_token, sealed_signing_secret) > 0),
  add constraint previous_secret_follows check (sealed_previous_secret is null or sealed_signing_secret is not null),
  add constraint stop_has_reason check ((stopped_at is null) = (stopped_reason is null));

create domain exhausted_cause as text collate "C"
  constraint exhausted_cause_known check (value in ('gave-up', 'refused', 'stopped'));

alter table callbacks
  -- From when on it is tried for three days: set anew by a replay.
  add column retry_from timestamptz(6) not null default now(),
  -- The last answer in a few words, never its text.
  add column last_answer text,
  add column exhausted_cause exhausted_cause,
  add constraint exhausted_has_cause check ((exhausted_at is null) = (exhausted_cause is null)),
  add constraint delivered_or_exhausted check (delivered_at is null or exhausted_at is null);

-- Nobody has tried these yet: their services' drains are hinted.
create index callbacks_fresh on callbacks (service_id)
  where attempts = 0 and delivered_at is null and exhausted_at is null;
create index callbacks_exhausted on callbacks (service_id, exhausted_at) where exhausted_at is not null;

alter domain ticket_kind drop constraint ticket_kind_known;
alter domain ticket_kind add constraint ticket_kind_known check (value in (
  'letters-failed', 'letters-still-sending', 'zips-not-acknowledged', 'letter-dropped', 'letter-unpreparable',
  'letters-left-behind', 'batch-parked', 'transfer-failing', 'inbound-file-refused', 'inbound-lines-unapplied',
  'inbound-lines-conflicting', 'inbound-name-reused', 'acknowledgement-line-unreadable',
  'acknowledged-without-intent', 'letters-still-created', 'letters-not-prepared', 'letters-technical-failure',
  'print-run-missing', 'calendar-ending', 'unexpected-file', 'poll-failing', 'volumes-not-sent',
  'callbacks-exhausted', 'callbacks-stopped'
));

grant insert, update on callback_endpoints to postroom_operator;
grant update (due_at, attempts, delivered_at, exhausted_at, exhausted_cause, retry_from, last_answer) on callbacks
  to postroom_operator;
grant update (stopped_at, stopped_reason, fruitless, paused_until, last_delivered_at) on callback_endpoints to postroom_worker;
