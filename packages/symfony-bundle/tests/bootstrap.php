<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/* The packages of one version of Symfony: see tests/run. */
require dirname(__DIR__) . '/' . (getenv('COMPOSER_VENDOR_DIR') ?: 'vendor') . '/autoload.php';
