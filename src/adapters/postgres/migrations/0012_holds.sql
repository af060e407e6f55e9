-- A service is held by a hold, as a class is: with who and why. `services.held` said neither.
alter table holds add column lift_reason text check (lift_reason <> '');
grant update (lift_reason) on holds to postroom_api, postroom_operator;

insert into holds (service_id, actor, reason) select id, 'postroom', 'held before' from services where held
on conflict do nothing; -- a hold of the whole service that stands already says more

alter table services drop column held;
