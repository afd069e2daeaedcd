<?php
// SPDX-License-Identifier: BSD-3-Clause

/**
 * One peer in a long-running process: worker.php PEER BASE [CA_FILE]; without a file, the system's CAs are read. Commands come on standard input, each gets a response of
 * a line of JSON:
 *   calls N           so many retrieves, one after the other: how long each took, in microseconds
 *   repeat N          the same without a clock
 *   apart N M         the same, each M milliseconds after the one before
 *   retrieves N C     a batch of N, at most C at a time: how long it took
 *   sends N C         the same with sends
 */

declare(strict_types=1);

require __DIR__ . '/peers/Peer.php';

function identifiers(int $count): array
{
    return array_map(static fn (int $number): string => sprintf('%024u', $number), $count ? range(0, $count - 1) : []);
}

function retrieve(Peer $peer, string $id): void
{
    if ($peer->retrieve($id) !== 'CardStored') {
        throw new RuntimeException('a bad response');
    }
}

/**
 * @param list<string> $identifiers
 * @return list<float>
 */
function times(Peer $peer, array $identifiers): array
{
    $times = [];
    foreach ($identifiers as $id) {
        $start = hrtime(true);
        retrieve($peer, $id);
        $times[] = (hrtime(true) - $start) / 1e3;
    }
    return $times;
}

/** @param list<string> $identifiers */
function retrieve_apart(Peer $peer, array $identifiers, int $milliseconds): void
{
    foreach ($identifiers as $number => $id) {
        usleep($number > 0 ? $milliseconds * 1000 : 0);
        retrieve($peer, $id);
    }
}

/** @param Closure(): int $run */
function batch(Closure $run, int $count): array
{
    $start = hrtime(true);
    $good = $run();
    $microseconds = (hrtime(true) - $start) / 1e3;
    return $good === $count ? [$microseconds] : throw new RuntimeException("$good of $count succeeded");
}

$peer = Peer::create($argv[1], $argv[2], $argv[3] ?? null);
while (($line = fgets(STDIN)) !== false) {
    [$command, $count, $concurrency] = array_pad(explode(' ', trim($line)), 3, '0');
    [$count, $concurrency] = [(int) $count, (int) $concurrency];
    $identifiers = identifiers($count);
    $times = match ($command) {
        'calls' => times($peer, $identifiers),
        'apart' => retrieve_apart($peer, $identifiers, $concurrency),
        'repeat' => array_map(static fn (string $id) => retrieve($peer, $id), $identifiers),
        'retrieves' => batch(static fn (): int => $peer->retrieveMany($identifiers, $concurrency), $count),
        'sends' => batch(static fn (): int => $peer->sendMany($count, $concurrency), $count),
    };
    echo json_encode(['microseconds' => $times]), "\n";
}
