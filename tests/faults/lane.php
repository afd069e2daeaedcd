<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/*
 * Plays faults one after the other: lane.php CLIENT [EGRESS VARIANT]. A line of its standard input names a fault, or "layout TRANSPORT";
 * the response to each is a line of JSON.
 */

require __DIR__ . '/../peer/peer.inc';
require __DIR__ . '/../lib/LineProcess.inc';
require __DIR__ . '/../peer/actions.inc';
require __DIR__ . '/../peer/hpack.inc';
require __DIR__ . '/../peer/http2.inc';
require __DIR__ . '/clients/Client.php';
foreach (['Fault', 'Proxy', 'Scene', 'Stage', 'Wire'] as $class) {
    require __DIR__ . "/lib/$class.php";
}

foreach (['Egress', 'EgressVariants'] as $class) {
    require __DIR__ . "/../egress/lib/$class.php";
}

/** Returns the stage for a transport. The stage before is ended, so that few processes wait. */
function stage(string $client, string $transport, ?array $egress): Stage
{
    static $stages = [];
    if (!isset($stages[$transport])) {
        $stages = [];
        $stages = [$transport => new Stage($client, $transport, $egress)];
        $stages[$transport]->layout();
    }
    return $stages[$transport];
}

while (($line = fgets(STDIN)) !== false) {
    $line = trim($line);
    $egress = isset($argv[3]) ? [$argv[2], $argv[3]] : null;
    if (str_starts_with($line, 'layout ')) {
        $response = stage($argv[1], substr($line, 7), $egress)->layout();
    } else {
        $fault = Fault::parse($line);
        $response = stage($argv[1], $fault->transport, $egress)->play($fault);
    }
    echo json_encode($response, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE), "\n";
}
