<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

if (!is_file(dirname(__DIR__) . '/vendor/autoload.php')) {
    throw new RuntimeException('The libraries of the site are missing. Run this first: composer install --working-dir=' . dirname(__DIR__));
}
require dirname(__DIR__) . '/vendor/autoload.php';
