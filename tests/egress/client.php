<?php
// SPDX-License-Identifier: BSD-3-Clause
/*
 * A worker that calls through an egress proxy: client.php BASE SOCKET. It reads commands, and writes each report as a line of
 * JSON:
 *   sends NAME COUNT   so many forms one after the other, a line for each; every fourth on a new connection, because the
 *                      workers of PHP-FPM call rarely
 *   delete ID, retrieve ID
 */
declare(strict_types=1);

require __DIR__ . '/../faults/clients/Client.php';

const TIMEOUT = 1.5;
const CALLS_PER_CONNECTION = 4;

[, $base, $socket] = $argv;
$client = Client::create('cotp', $base, null, false, TIMEOUT, $socket);
$cotp = new CotpRequest('0123456789abcdef0123456789abcdef', $base, timeout: TIMEOUT, retries: 0, socket: $socket);

function report(string $name, array $report): void
{
    echo json_encode(['name' => $name] + $report, JSON_THROW_ON_ERROR), "\n";
}

while (($line = fgets(STDIN)) !== false) {
    [$command, $name, $count] = explode(' ', trim($line)) + [2 => '1'];
    if ($command === 'sends') {
        for ($number = 0; $number < (int) $count; $number++) {
            if ($number % CALLS_PER_CONNECTION === 0) {
                $client->close();
            }
            report("$name-$number", $client->send("$name-$number"));
        }
        continue;
    }
    try {
        $cotp->$command($name);
        report($name, ['did' => 'success', 'id' => $name, 'text' => '']);
    } catch (CotpException $exception) {
        report($name, ['did' => $exception->outcome->name, 'id' => null, 'text' => $exception->getMessage()]);
    }
}
