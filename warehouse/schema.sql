-- raw: one row per record of `extract`, one partition per crawl day. loads: what brought them.
-- reference: what is known beside the crawl days.
create schema if not exists raw;

create table if not exists raw.sources (
    source_id varchar not null,
    crawl_on date not null,
    name varchar not null,
    language varchar not null,
    country varchar not null,
    home_url varchar not null
);

create table if not exists raw.pages (
    page_id varchar not null,
    crawl_on date not null,
    source_id varchar not null,
    kind varchar not null,
    url varchar not null,
    final_url varchar,
    discovered_in varchar,
    feed_title varchar,
    feed_published_at timestamp,
    fetched_at timestamp not null,
    http_status integer,
    outcome varchar not null,
    outcome_detail varchar,
    content_type varchar,
    etag varchar,
    last_modified varchar,
    body_sha256 varchar,
    body_bytes bigint,
    warc_file varchar,
    warc_offset bigint,
    warc_length bigint,
    article_id varchar
);

create table if not exists raw.articles (
    article_id varchar not null,
    page_id varchar not null,
    crawl_on date not null,
    source_id varchar not null,
    url varchar not null,
    canonical_url varchar not null,
    title varchar,
    author varchar,
    site_name varchar,
    language varchar,
    published_from_on date,
    published_to_on date,
    published_raw varchar,
    published_basis varchar,
    text varchar not null,
    text_sha256 varchar not null,
    is_paywalled boolean not null,
    reader_version varchar not null
);

create table if not exists raw.move_claims (
    claim_id varchar not null,
    article_id varchar not null,
    crawl_on date not null,
    person varchar,
    headcount integer,
    kind varchar not null,
    from_organization varchar,
    to_organization varchar,
    from_role varchar,
    to_role varchar,
    stage varchar not null,
    effective_from_on date,
    effective_to_on date,
    effective_raw varchar,
    effective_basis varchar,
    status varchar not null,
    is_background boolean not null,
    confidence double not null,
    quotes struct(
        "text" varchar, part varchar, char_start integer, char_end integer,
        stance varchar, attributed_to varchar, attribution_role varchar
    )[] not null,
    reader_version varchar not null
);

create table if not exists raw.deal_claims (
    claim_id varchar not null,
    article_id varchar not null,
    crawl_on date not null,
    kind varchar not null,
    acquirers varchar[] not null,
    target varchar,
    sellers varchar[] not null,
    amount double,
    currency varchar,
    amount_qualifier varchar,
    amount_raw varchar,
    stake_percent double,
    voting boolean,
    valuation double,
    round varchar,
    stage varchar not null,
    announced_from_on date,
    announced_to_on date,
    announced_raw varchar,
    announced_basis varchar,
    status varchar not null,
    is_background boolean not null,
    confidence double not null,
    quotes struct(
        "text" varchar, part varchar, char_start integer, char_end integer,
        stance varchar, attributed_to varchar, attribution_role varchar
    )[] not null,
    reader_version varchar not null
);

create table if not exists raw.offer_claims (
    claim_id varchar not null,
    article_id varchar not null,
    crawl_on date not null,
    kind varchar not null,
    offeror varchar,
    person varchar,
    amount double,
    currency varchar,
    amount_qualifier varchar,
    amount_raw varchar,
    outcome varchar not null,
    status varchar not null,
    is_background boolean not null,
    confidence double not null,
    quotes struct(
        "text" varchar, part varchar, char_start integer, char_end integer,
        stance varchar, attributed_to varchar, attribution_role varchar
    )[] not null,
    reader_version varchar not null
);

create table if not exists raw.rejected_candidates (
    candidate_id varchar not null,
    article_id varchar not null,
    crawl_on date not null,
    event varchar not null,
    "trigger" varchar not null,
    reason varchar not null,
    quote struct(
        "text" varchar, part varchar, char_start integer, char_end integer,
        stance varchar, attributed_to varchar, attribution_role varchar
    ) not null,
    reader_version varchar not null
);

-- Which load brought the rows of a crawl day: a build reads anew what was loaded after the one before.
create schema if not exists loads;

create table if not exists loads.days (
    crawl_on date primary key,
    load_id bigint not null
);

-- The builds of the facts; dbt writes them (macros/is_increment.sql).
create table if not exists loads.builds (
    build_id bigint not null,
    started_at timestamp not null,
    rules varchar not null,
    load_id bigint not null,
    is_increment boolean not null,
    is_complete boolean not null
);

create schema if not exists reference;

create table if not exists reference.versions (
    name varchar primary key,
    version varchar not null
);

create table if not exists reference.organizations (
    name varchar not null,
    other_names varchar[] not null,
    domain varchar,
    country varchar,
    parent varchar
);

create table if not exists reference.exchange_rates (
    currency varchar not null,
    rate_on date not null,
    units_per_euro double not null
);
