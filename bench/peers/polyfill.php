<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

require_once __DIR__ . '/../../packages/polyfill/bootstrap.php';
require_once __DIR__ . '/cotp.php'; // the same calls; in a PHP without the extension, the polyfill makes them
