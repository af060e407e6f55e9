-- Services take turns: *prepare* steps from service to service, and takes the oldest letters of each.
drop index letters_to_prepare;
create index letters_to_prepare on letters (shard, service_id, created_at, id)
  where status = 'pending-virus-check'
    or (status in ('created', 'sending', 'delivered') and print_key is null and template_id is not null and erased_at is null);
