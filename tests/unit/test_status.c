/* SPDX-License-Identifier: BSD-3-Clause */
/* Statuses and states. */
#include "unit.h"

#include "../../cotp_status.h"

/* In ascending order. */
static const char *const status_order[] = { "", "MessageQueued", "MessageSent", "MessageDelivered", "MessageFailed",
	"FormViewed", "StoreFailed", "LinkExpired", "CardStored" };

static void status_names_round_trip(void **state)
{
	(void)state;
	assert_int_equal(COUNT_OF(status_order), COTP_STATUS_COUNT);
	for (size_t i = 0; i < COUNT_OF(status_order); i++) {
		assert_string_equal(cotp_status_name(cotp_status_from_name(cotp_text_of(status_order[i]))), status_order[i]);
	}
	assert_int_equal(cotp_status_from_name(COTP_TEXT("CardStored")), COTP_STATUS_CARD_STORED);
	assert_int_equal(cotp_status_from_name(COTP_TEXT("cardSTORED")), COTP_STATUS_CARD_STORED);
	assert_int_equal(cotp_status_from_name(COTP_TEXT("formviewed")), COTP_STATUS_FORM_VIEWED);
}

static void status_of_another_name_is_unknown(void **state)
{
	(void)state;
	static const cotp_text names[] = { { "", 0 }, { NULL, 0 }, { "CardStored ", 11 }, { "CardStore", 9 },
		{ "CardStored\0", 11 }, { "SomethingNew", 12 } };
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		assert_int_equal(cotp_status_from_name(names[i]), COTP_STATUS_UNKNOWN);
	}
	assert_string_equal(cotp_status_name(COTP_STATUS_UNKNOWN), "");
}

static void status_supersedes_is_a_strict_total_order(void **state)
{
	(void)state;
	for (size_t a = 0; a < COUNT_OF(status_order); a++) {
		for (size_t b = 0; b < COUNT_OF(status_order); b++) {
			cotp_status status = cotp_status_from_name(cotp_text_of(status_order[a]));
			cotp_status known = cotp_status_from_name(cotp_text_of(status_order[b]));
			assert_int_equal(cotp_status_supersedes(status, known), a > b);
		}
	}
}

static void status_final_are_three(void **state)
{
	(void)state;
	for (int status = 0; status < COTP_STATUS_COUNT; status++) {
		bool is_final = status == COTP_STATUS_CARD_STORED || status == COTP_STATUS_LINK_EXPIRED ||
						status == COTP_STATUS_MESSAGE_FAILED;
		assert_int_equal(cotp_status_is_final(status), is_final);
	}
}

static void state_free_empties_the_state(void **state)
{
	(void)state;
	cotp_state value = { .request_id = "abc",
		.raw_status = cotp_text_copy(COTP_TEXT("CardStored")),
		.card_uri = cotp_text_copy(COTP_TEXT("tok")),
		.details = cotp_text_copy(COTP_TEXT("{}")) };
	cotp_state_free(&value);
	assert_string_equal(value.request_id, "");
	assert_null(value.raw_status);
	assert_null(value.card_uri);
	assert_null(value.details);
	cotp_state_free(&value);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(status_names_round_trip),
		cmocka_unit_test(status_of_another_name_is_unknown),
		cmocka_unit_test(status_supersedes_is_a_strict_total_order),
		cmocka_unit_test(status_final_are_three),
		cmocka_unit_test(state_free_empties_the_state),
	};
	return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
