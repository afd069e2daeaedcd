/* SPDX-License-Identifier: BSD-3-Clause */
/* Prints the wire table as Markdown, or for the sandbox as a class: with --fields the fields of a form, with --values
 * all entries. */
#include <stdio.h>
#include <string.h>

#include "cotp_wire.h"

static void print_fields(void)
{
	puts("<?php\n"
		 "// SPDX-License-Identifier: BSD-3-Clause\n"
		 "declare(strict_types=1);\n\n"
		 "namespace CotpSandbox;\n\n"
		 "/** Generated from cotp_form_fields.h by tools/generate-docs. */\n"
		 "final class FormFields\n"
		 "{\n"
		 "    /** The rule of each field of a send request by its name. */\n"
		 "    public const RULES = [");
#define FIELD(identifier, property, rule, is_secret, wire_name, ...) \
	printf("        '%s' => '%s',\n", wire_name, #rule);
	COTP_FORM_FIELDS(FIELD)
#undef FIELD
	puts("    ];\n}");
}

static void print_values(const cotp_wire *wire)
{
	puts("<?php\n"
		 "// SPDX-License-Identifier: BSD-3-Clause\n"
		 "declare(strict_types=1);\n\n"
		 "namespace CotpSandbox;\n\n"
		 "/** Generated from the wire table by tools/generate-docs. */\n"
		 "final class WireDefaults\n"
		 "{\n"
		 "    /** @var array<string, string> the default of each wire entry */\n"
		 "    public const VALUES = [");
	for (int key = 0; key < COTP_WIRE_KEY_COUNT; key++) {
		printf("        '%s' => '%s',\n", cotp_wire_key_name(key), cotp_wire_value(wire, key));
	}
	puts("    ];\n}");
}

static void print_table(const cotp_wire *wire)
{
	puts("# The wire table\n\n"
		 "Every path, method and name of PCI Booking's API that can be overridden, and the format of phone numbers. "
		 "Generated from\n"
		 "`cotp_wire_operations.h`, `cotp_form_fields.h` and `cotp_wire.c` by `tools/generate-docs`. Entries that the "
		 "vendor's\n"
		 "public pages do not document are **inferred** and may be wrong: if the service responds with HTTP 404 or "
		 "405, or ignores\n"
		 "a field, override the entry. [`cotp probe`](first-contact.md) finds the right entries with a staging "
		 "account.\n\n"
		 "* The method of an operation with a body must be POST, PUT or PATCH; any other may also be GET or DELETE.\n"
		 "* Names in responses and callbacks are read without regard to ASCII case, if none is spelled exactly like "
		 "the entry and\n"
		 "  only one differs from it in case. The names in requests are sent as they are here.\n"
		 "* `phone.format` is how the guest's number is sent: `digits` (the country code and the number), `plus` (the "
		 "same after\n"
		 "  a \"+\"), or `as-given`.\n\n"
		 "```php\n"
		 "$wire = ['delete.path' => '/cardrequest/{id}/cancel', 'form.language' => 'Lang', 'callback.time' => "
		 "'At'];\n"
		 "$cotp = new CotpRequest($key, wire: $wire);\n"
		 "$callbacks = new CotpCallbackVerifier($keys, $wire);   // only uses the entries that begin with "
		 "\"callback.\"\n"
		 "```\n\n"
		 "| Key | Default | Mark | Source |\n|---|---|---|---|");
	for (int key = 0; key < COTP_WIRE_KEY_COUNT; key++) {
		printf("| `%s` | `%s` | %s | %s |\n", cotp_wire_key_name(key), cotp_wire_value(wire, key),
			cotp_wire_mark_of(key) == COTP_WIRE_DOCUMENTED ? "documented" : "**inferred**", cotp_wire_source(key));
	}
}

int main(int count, char **arguments)
{
	if (count == 2 && strcmp(arguments[1], "--fields") == 0) {
		print_fields();
		return 0;
	}
	cotp_wire *wire = cotp_wire_new();
	if (!wire) {
		return 1;
	}
	if (count == 2 && strcmp(arguments[1], "--values") == 0) {
		print_values(wire);
	} else {
		print_table(wire);
	}
	cotp_wire_free(wire);
	return 0;
}
