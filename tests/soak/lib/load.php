<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

// The classes of the soak and of the site's tests.

require dirname(__DIR__, 3) . '/examples/booking-site/tests/lib/load.php';
foreach (['Fleet', 'Restarts', 'Desk', 'Guest', 'Notes', 'Audit'] as $file) {
    require __DIR__ . "/$file.php";
}
