<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

use CotpCampaign\Symfony\Kernel;
use Symfony\Component\HttpFoundation\Request;

require __DIR__ . '/vendor/autoload.php';

$kernel = new Kernel('prod', false);
$request = Request::createFromGlobals();
$response = $kernel->handle($request);
$response->send();
$kernel->terminate($request, $response);
