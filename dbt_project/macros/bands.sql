{#
    The bands of a set of shingles: two texts that have most sequences in common share a band almost
    surely, others hardly ever, so that only articles with a common band are compared. Each band is
    a hash of two min-hashes: with a Jaccard similarity of 2/3 two texts share one of the ten with
    probability 0.997, with 1/10 of 0.1. Broder, "On the resemblance and containment of documents",
    1997; Indyk and Motwani, "Approximate nearest neighbors", 1998. Too short a text has none.
#}
{% macro bands(shingles) -%}
    case
        when len({{ shingles }}) >= {{ var('min_sequences') }}
            then list_transform(
                generate_series(1, 10),
                lambda band: hash(
                    list_min(list_transform(
                        {{ shingles }}, lambda shingle: xor(shingle, hash(2 * band))
                    )),
                    list_min(list_transform(
                        {{ shingles }}, lambda shingle: xor(shingle, hash(2 * band + 1))
                    ))
                )
            )
        else []
    end
{%- endmacro %}
