/** Functions of PostgreSQL and of its usual extensions that change nothing that a migration cares about. */
const NAMES = new Set(
  `abs acos age any_value array array_agg array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position array_positions array_prepend array_remove array_replace
  array_sample array_shuffle array_to_json array_to_string array_to_tsvector array_upper ascii asin atan atan2 avg bit_and bit_length bit_or bit_xor bool_and bool_or btrim cardinality cbrt ceil ceiling
  char_length character_length chr clock_timestamp coalesce col_description concat concat_ws convert convert_from convert_to corr cos count cume_dist current_catalog current_database current_date
  current_query current_role current_schema current_schemas current_setting current_time current_timestamp current_user currval date_bin date_part date_trunc decode degrees dense_rank digest
  crypt gen_salt hmac encrypt decrypt pgp_sym_encrypt pgp_sym_decrypt div encode every exists exp extract factorial first_value floor format format_type gcd gen_random_bytes gen_random_uuid generate_series
  generate_subscripts get_bit get_byte greatest grouping has_column_privilege has_database_privilege has_function_privilege has_schema_privilege has_sequence_privilege has_table_privilege height host
  hstore inet_client_addr inet_server_addr initcap isfinite json json_agg json_array json_array_elements json_array_elements_text json_array_length json_build_array json_build_object json_each
  json_each_text json_extract_path json_extract_path_text json_object json_object_agg json_object_keys json_populate_record json_populate_recordset json_strip_nulls json_to_record json_to_recordset
  json_typeof jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text jsonb_exists jsonb_exists_all jsonb_exists_any
  jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_agg jsonb_object_keys jsonb_path_exists jsonb_path_match jsonb_path_query jsonb_path_query_array
  jsonb_path_query_first jsonb_populate_record jsonb_populate_recordset jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_typeof justify_days
  justify_hours justify_interval lag last_value lastval lcm lead least left length levenshtein ln localtime localtimestamp log log10 lower lpad ltrim make_date make_interval make_time make_timestamp
  make_timestamptz max md5 min mod mode multirange nextval normalize now nth_value ntile nullif num_nonnulls num_nulls obj_description octet_length overlay parse_ident percent_rank percentile_cont
  percentile_disc phraseto_tsquery pi plainto_tsquery position pow power query_to_xml quote_ident quote_literal quote_nullable radians random random_normal range_agg rank regexp_count regexp_instr
  regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table regexp_substr regr_slope repeat replace reverse right round row row_number row_to_json rpad rtrim
  scale session_user set_bit set_byte setseed setval setweight sha224 sha256 sha384 sha512 shobj_description sign similarity sin soundex split_part sqrt starts_with statement_timestamp stddev
  stddev_pop stddev_samp string_agg string_to_array string_to_table strip strpos substr substring sum tan timeofday timezone to_ascii to_char to_date to_hex to_json to_jsonb to_number to_regclass
  to_regnamespace to_regproc to_regprocedure to_regrole to_regtype to_timestamp to_tsquery to_tsvector transaction_timestamp translate trim trim_scale trunc ts_headline ts_rank ts_rank_cd tsvector_to_array
  txid_current txid_current_if_assigned unaccent unnest upper user uuid_generate_v1 uuid_generate_v1mc uuid_generate_v3 uuid_generate_v4 uuid_generate_v5 uuid_nil uuidv4 uuidv7 var_pop var_samp variance version
  websearch_to_tsquery width_bucket xmlagg xmlconcat xmlelement xmlforest xpath isempty lower_inc upper_inc lower_inf upper_inf daterange int4range int8range numrange tsrange tstzrange text date timestamp
  timestamptz int4 int8 int2 float8 varchar bool numeric interval nlevel subpath subltree index lca word_similarity strict_word_similarity show_trgm array_sort pg_typeof postgis_version postgis_full_version
  postgis_lib_version earth_distance ll_to_earth cosine_distance l2_distance inner_product vector_dims vector_norm ulid_generate first last time_bucket`.split(/\s+/u),
);
const FAMILIES = /^(?:pg_|st_|range_|inet|txid_|ts_|array_|json_|jsonb_|has_|to_reg|regr_|xml|lo_get|hashtext|timezone)/u;
/** pg_* functions that do change something. */
const EFFECTS = /^pg_(?:create_|drop_|replication_|restore_|import_)/u;

/** Whether a function without schema is one of the server's that change no schema and no rows. */
export const isBuiltinFunction = (name: string): boolean => NAMES.has(name) || (FAMILIES.test(name) && !EFFECTS.test(name));
