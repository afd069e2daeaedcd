<?php
// SPDX-License-Identifier: BSD-3-Clause

/** One call in one PHP request: fpm.php?peer=…&base=…&ca=…&id=…; without a peer, an empty request. */

declare(strict_types=1);

if (isset($_GET['peer'])) {
    require __DIR__ . '/peers/Peer.php';
    Peer::load($_GET['peer']);
    $start = hrtime(true);
    $status = Peer::create($_GET['peer'], $_GET['base'], $_GET['ca'])->retrieve($_GET['id']);
    echo json_encode(['microseconds' => (hrtime(true) - $start) / 1e3, 'status' => $status]);
}
