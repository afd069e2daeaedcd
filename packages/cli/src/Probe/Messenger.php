<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpApiException;
use CotpCli\Interrupt;
use CotpCli\Service\ServiceError;
use CotpCli\UserError;
use CotpException;
use CotpOutcome;
use ValueError;

/** The only part of the probe that sends messages: through CotpRequest, within the budget, and to the tester alone. */
final readonly class Messenger
{
    public function __construct(
        private Connection $connection,
        private MessageBudget $budget,
        private DestinationGuard $guard,
        private Interrupt $interrupt,
    ) {
    }

    public function mayTry(): bool
    {
        return $this->budget->mayTry();
    }

    /** @param array<string, string> $wire the paths, methods and formats to send with */
    public function send(MessagePlan $plan, array $wire): SendResult
    {
        $this->interrupt->check();
        $this->guard->requireTesterOnly($plan->body());
        try {
            $form = $plan->form();
        } catch (ValueError $error) {
            throw new UserError('cotp does not accept the message: ' . $error->getMessage() . '.', previous: $error);
        }
        $client = $this->connection->client([...$wire, ...$plan->wire()]);
        $this->budget->begin();
        try {
            $id = $client->send($form);
        } catch (CotpException $exception) {
            return $this->failed($exception);
        } catch (ValueError $error) {
            $this->budget->refusedByService();
            throw new UserError('cotp does not accept the message: ' . $error->getMessage() . '.', previous: $error);
        }
        $this->budget->accepted($id);
        return SendResult::accepted($id);
    }

    private function failed(CotpException $exception): SendResult
    {
        $isRefused = $exception->outcome === CotpOutcome::NotSent
            || ($exception->outcome === CotpOutcome::Answered && $exception instanceof CotpApiException && $exception->httpStatus < 500);
        if (!$isRefused) {
            $this->budget->unknown();
            return SendResult::unknown($exception->getMessage());
        }
        $this->budget->refusedByService();
        $text = $exception->getMessage() . ($exception->moreInfo === '' || str_contains($exception->getMessage(), $exception->moreInfo) ? '' : " ($exception->moreInfo)");
        return SendResult::refused(ServiceError::fromException($exception), $exception->httpStatus, $text);
    }
}
