<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

use Cotp\SymfonyBundle\Controller\CallbackController;
use Symfony\Component\Routing\Loader\Configurator\RoutingConfigurator;

return static function (RoutingConfigurator $routes): void {
    $routes->add('cotp_callback', '/cotp/callback/{account}')
        ->controller(CallbackController::class)->methods(['POST'])->defaults(['account' => 'default', '_stateless' => true]);
};
