-- Whoever writes a letter's status asks which statuses its service wants to hear of, and no more: what opens an endpoint is the business of the worker,
-- which sends, and of operators, who set it.
revoke select on callback_endpoints from postroom_api, postroom_operations;
grant select (service_id, statuses, stopped_at) on callback_endpoints to postroom_api, postroom_operations;
