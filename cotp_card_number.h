/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Card numbers in texts. A card number has a prefix and a length that a card brand uses, stands in the groups of a card
 * (4-4-4-4 and up to three more digits, 4-6-5, 4-6-4, 8-8, or unbroken) and passes Luhn's check. Groups are separated
 * by up to three spaces, dashes, dots or underscores of any kind. The decimal digits of all scripts count.
 *
 * Other long numbers are common in bookings, so what follows a "+" (a phone number), a long hexadecimal word and a
 * valid IBAN are not searched.
 */
#ifndef COTP_CARD_NUMBER_H
#define COTP_CARD_NUMBER_H

#include "cotp_text.h"

/* Returns whether the text contains a card number. */
bool cotp_card_number_is_in(cotp_text text);

/* Overwrites the digits of each card number in the NUL-terminated string with asterisks, one for each byte. */
void cotp_card_number_mask(char *string);

#endif
