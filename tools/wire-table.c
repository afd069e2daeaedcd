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
		cotp_wire_free(wire);
		return 0;
	}
	puts("# The wire table\n\n"
		 "Every path, method and name of PCI Booking's API that can be overridden. Generated from "
		 "`cotp_wire_operations.h`,\n"
		 "`cotp_form_fields.h` and `cotp_wire.c` by `tools/generate-docs`. Entries that the vendor's public pages do "
		 "not document are\n"
		 "**inferred** and may be wrong: if the service responds with HTTP 404 or 405, or ignores a field, override "
		 "the entry. The\n"
		 "method of an operation with a body must be POST, PUT or PATCH; any other may also be GET or DELETE.\n\n"
		 "```php\n"
		 "$cotp = new CotpRequest($key, wire: ['delete.path' => '/cardrequest/{id}/cancel', 'form.language' => "
		 "'Lang']);\n"
		 "```\n\n"
		 "| Key | Default | Mark | Source |\n|---|---|---|---|");
	for (int key = 0; key < COTP_WIRE_KEY_COUNT; key++) {
		printf("| `%s` | `%s` | %s | %s |\n", cotp_wire_key_name(key), cotp_wire_value(wire, key),
			cotp_wire_mark_of(key) == COTP_WIRE_DOCUMENTED ? "documented" : "**inferred**", cotp_wire_source(key));
	}
	cotp_wire_free(wire);
	return 0;
}
