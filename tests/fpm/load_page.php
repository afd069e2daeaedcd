<?php
// SPDX-License-Identifier: BSD-3-Clause
/* Sends one form, retrieves its request, and reports both outcomes. */
declare(strict_types=1);

$cotp = new CotpRequest('key', $_GET['base'], timeout: 60, connectTimeout: 60, retries: 0, caFile: $_GET['ca']);
$result = ['outcome' => 'sent', 'id' => null, 'retrieved' => null];
try {
    $result['id'] = $cotp->send(new CotpForm($_GET['reference'], email: 'guest@example.com'));
    $result['retrieved'] = $cotp->retrieve($result['id'])->requestId;
} catch (CotpException $failure) {
    $result['outcome'] = $result['id'] === null ? $failure->outcome->name : 'sent';
}
echo json_encode($result + CotpRequest::pool());
