<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/*
 * For a load balancer: is this machine able to serve? It does not call PCI Booking, because a fault there would take all
 * machines out of service at once, also for callbacks. It prints no version and no reason: those are in the log.
 */
$faults = [];
if (!class_exists(CotpRequest::class)) {
    $faults[] = 'cotp is not loaded';
}
// Add what your site cannot do without, such as $ledger->check() or SELECT 1, with a connection timeout of a second.
foreach ($faults as $fault) {
    error_log("health: $fault");
}
http_response_code($faults === [] ? 200 : 503);
header('Content-Type: text/plain');
header('Cache-Control: no-store');
echo $faults === [] ? "ok\n" : "not ok\n";
