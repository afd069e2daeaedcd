/* Prints the wire table as Markdown. */
#include <stdio.h>

#include "cotp_wire.h"

int main(void)
{
	cotp_wire *wire = cotp_wire_new();
	if (!wire) {
		return 1;
	}
	puts("# The wire table\n\n"
		 "Every name, path and method of PCI Booking's that cotp uses, made from `cotp_wire.c` by "
		 "`tools/generate-docs`. "
		 "Where the\n"
		 "vendor's public pages do not say one, it is **inferred**, and may be wrong: if the service responds with HTTP 404 or "
		 "405, or\n"
		 "leave a field unheeded, override the entry.\n\n"
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
