-- Whether a templated letter can be printed shows only when its PDF is made, and then it is `created`, or `sending` with a test key.
create or replace function letter_may_move(old_status text, new_status text) returns boolean language sql immutable parallel safe as $$
  select new_status = any (case old_status
    when 'pending-virus-check' then array[
      'created', 'delivered', 'cancelled', 'validation-failed', 'virus-scan-failed', 'technical-failure'
    ]
    when 'created' then array['sending', 'delivered', 'cancelled', 'validation-failed', 'technical-failure']
    when 'sending' then array['delivered', 'temporary-failure', 'validation-failed', 'technical-failure', 'returned-letter']
    when 'delivered' then array['returned-letter']
    else array[]::text[]
  end)
$$;

-- The answer to a test key's letter may be quicker than the writing down of its PDF: then it is `delivered` and still waits.
drop index letters_to_prepare;
create index letters_to_prepare on letters (shard, created_at, id)
  where status = 'pending-virus-check'
    or (status in ('created', 'sending', 'delivered') and print_key is null and template_id is not null and erased_at is null);
