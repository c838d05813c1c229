-- How much was read, for the head of the page.
select
    (select count(*) from dim_articles) as articles,
    (select count(*) from dim_articles where first_crawled_on = $day) as articles_of_the_day,
    (select count(*) from dim_sources where article_count > 0) as sources,
    (select count(*) from fct_claims where not is_background) as claims,
    (select count(*) from fct_moves where is_background) + (select count(*) from fct_deals where is_background)
    + (select count(*) from fct_offers where is_background) as background_facts,
    (select count(*) from fct_rejected_candidates) as rejected_candidates
