<?php
// SPDX-License-Identifier: BSD-3-Clause
/* One call in one PHP-FPM request. With ?die=1 the memory limit ends the script during the call. */
declare(strict_types=1);

$observer = isset($_GET['die']) ? static function (): void {
    ini_set('memory_limit', '2M');
    str_repeat('x', 1 << 26);
} : null;
$cotp = new CotpRequest('key', baseUri: $_GET['base'], retries: 0, observer: $observer);
echo json_encode(['status' => $cotp->retrieve('abc')->rawStatus] + CotpRequest::pool()), "\n";
