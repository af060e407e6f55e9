-- What inspection found of a letter's PDF: its pages, those at fault, and the address that was read from the page.
alter table letters
  add column pages smallint check (pages >= 1),
  -- Counted from 1.
  add column pages_at_fault smallint[] not null default '{}',
  -- What is wrong with a file as a whole.
  add column failure_detail text,
  -- Of the address that was read; it decides the postage of a letter abroad.
  add column zone text check (zone in ('united-kingdom', 'europe', 'rest-of-world')),
  drop constraint made_from_personalisation,
  add constraint made_from_personalisation check (
    case when template_id is null or erased_at is not null then personalisation is null
    else num_nulls(personalisation, address_lines) = 0 end
  ),
  add constraint erased_has_no_address check (erased_at is null or address_lines is null);

grant update (postage, pages, pages_at_fault, failure_detail, zone) on letters to postroom_worker;
