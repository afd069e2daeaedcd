<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

use Illuminate\Foundation\Application;
use Illuminate\Http\Request;

require getenv('COTP_TEST_AUTOLOAD') ?: throw new LogicException('COTP_TEST_AUTOLOAD is not set.');
/** @var Application $app */
$app = require dirname(__DIR__) . '/bootstrap/app.php';
$app->handleRequest(Request::capture());
