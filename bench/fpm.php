<?php
// SPDX-License-Identifier: BSD-3-Clause

/**
 * One call in one PHP request: fpm.php?peer=…&base=…&ca=…&id=…&socket=…; without a CA file, the system's CAs are read; without a
 * peer, the request is empty.
 */

declare(strict_types=1);

/** Microseconds of processor time so far, of user and kernel. */
function processor_time(): int
{
    $usage = getrusage();
    return ($usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']) * 1_000_000 + $usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec'];
}

if (isset($_GET['peer'])) {
    require __DIR__ . '/peers/Peer.php';
    Peer::load($_GET['peer']);
    [$start, $processor] = [hrtime(true), processor_time()];
    $status = Peer::create($_GET['peer'], $_GET['base'], $_GET['ca'] ?? null, $_GET['socket'] ?? null)->retrieve($_GET['id']);
    $microseconds = (hrtime(true) - $start) / 1e3;
    echo json_encode(['microseconds' => $microseconds, 'processor' => processor_time() - $processor, 'status' => $status]);
}
