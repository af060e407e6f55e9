-- What a service may send, and how much of it.
alter table services
  add column letters_allowed boolean not null default true,
  add column international boolean not null default false,
  -- POSTs of a letter per minute and kind of key.
  add column rate_limit integer not null default 3000
    constraint rate_limit_allowed check (rate_limit between 1 and 100000),
  -- Letters per UTC day; those of test keys are counted apart.
  add column daily_limit integer not null default 20000
    constraint daily_limit_allowed check (daily_limit between 1 and 10000000);
