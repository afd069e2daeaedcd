<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Symfony\Component\DependencyInjection\Loader\Configurator;

use Cotp\SymfonyBundle\Messenger\AskForCard;
use Cotp\SymfonyBundle\Messenger\AskForCardHandler;
use Cotp\SymfonyBundle\Messenger\MessageSerializer;
use Cotp\SymfonyBundle\Messenger\OutcomeMiddleware;
use Cotp\SymfonyBundle\Messenger\UnreadableMessage;
use Cotp\SymfonyBundle\Messenger\UnreadableMessageHandler;

return static function (ContainerConfigurator $container): void {
    $services = $container->services();
    $services->set('cotp.messenger.middleware', OutcomeMiddleware::class);
    $services->set('cotp.messenger.serializer', MessageSerializer::class)->args([service('messenger.default_serializer'), null]);
    $services->set('cotp.messenger.ask', AskForCardHandler::class)->args([service('cotp.ledger')])->tag('messenger.message_handler', ['handles' => AskForCard::class]);
    $services->set('cotp.messenger.unreadable', UnreadableMessageHandler::class)->tag('messenger.message_handler', ['handles' => UnreadableMessage::class]);
};
