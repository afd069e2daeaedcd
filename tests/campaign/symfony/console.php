<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

use CotpCampaign\Symfony\Kernel;
use Symfony\Bundle\FrameworkBundle\Console\Application;

require __DIR__ . '/vendor/autoload.php';

(new Application(new Kernel('prod', false)))->run();
