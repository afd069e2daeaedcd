<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests\campaign;

use Random\Engine\Mt19937;
use Random\Randomizer;
use RuntimeException;
use Throwable;

require getenv('COTP_TEST_AUTOLOAD') ?: throw new RuntimeException('Call tests/campaign/run.');

$options = getopt('', ['questions:', 'seed:', 'only:']);
$option = static fn (string $name, string $default): string => is_string($options[$name] ?? null) ? $options[$name] : $default;
[$number, $seed, $only] = [(int) $option('questions', '500'), (int) $option('seed', (string) random_int(1, 999_999)), $option('only', '')];
$number >= 9 || throw new RuntimeException('--questions must be at least 9.');
echo "Laravel queues over Redis: $number questions, seed $seed\n";

try {
    $results = new Results();
    $campaign = new Campaign($results, new Randomizer(new Mt19937($seed)));
    in_array($only, ['', 'package'], true) && $campaign->withPackage(Question::make($number));
    in_array($only, ['', 'bare'], true) && $campaign->withoutPackage(Question::make(min(60, $number)));
    in_array($only, ['', 'middleware'], true) && $campaign->withMiddlewareAlone(Question::make(min(60, $number)));
    exit($results->finish());
} catch (Throwable $fault) {
    // Laravel would show it, and end with exit status 0.
    fwrite(STDERR, "$fault\n");
    exit(1);
}
