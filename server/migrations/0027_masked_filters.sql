-- A text is asked for its parts without what of it is not shown (docs/adr/0034).
grant execute on function search.without_personal(text) to app_rw;
