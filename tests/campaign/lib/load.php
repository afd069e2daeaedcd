<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

foreach (['Process', 'Broker', 'Redis', 'RabbitMq', 'Postgres', 'Framework', 'Symfony', 'Records', 'Sandbox', 'Site', 'Producer', 'Chaos', 'Audit', 'Campaign'] as $file) {
    require __DIR__ . "/$file.php";
}
