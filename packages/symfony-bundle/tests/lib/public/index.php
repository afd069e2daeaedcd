<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

use Cotp\SymfonyBundle\Tests\lib\TestKernel;
use Symfony\Component\HttpFoundation\Request;

/* The front controller of a site that is configured by its environment. */
require dirname(__DIR__, 2) . '/bootstrap.php';

$kernel = new TestKernel('prod');
$request = Request::createFromGlobals();
$response = $kernel->handle($request);
$response->send();
$kernel->terminate($request, $response);
