// Generated from contracts/wallet.openapi.yaml by `npm run contracts:types`.
export interface components {
    schemas: {
        Identifier: string;
        Timestamp: string;
        CalendarDate: string;
        Amount: number;
        PositiveAmount: number;
        Percent: number;
        Currency: "NGN" | "USD" | "XAF" | "MGA";
        Metadata: {
            [key: string]: string | number | boolean | null;
        };
        ErrorCode: "INVALID_REQUEST" | "UNAUTHORIZED" | "FORBIDDEN" | "NOT_FOUND" | "CONFLICT" | "UNPROCESSABLE_ENTITY" | "RATE_LIMITED" | "INSUFFICIENT_FUNDS" | "TRANSACTION_FAILED" | "FRAUD_BLOCK" | "KYC_INCOMPLETE" | "MERCHANT_INACTIVE" | "SUBSCRIPTION_ACTIVE" | "DISPUTE_EXPIRED" | "INTERNAL_SERVER_ERROR";
        Error: {
            statusCode: 400 | 401 | 402 | 403 | 404 | 409 | 422 | 500;
            errorCode: components["schemas"]["ErrorCode"];
            message: string;
            details: ({
                field?: string;
                message?: string;
            } & {
                [key: string]: unknown;
            }) | null;
            timestamp: components["schemas"]["Timestamp"];
            requestId: string;
        };
        RateLimitError: {
            statusCode: 429;
            errorCode: "RATE_LIMITED";
            message: string;
            retryAfter: number;
            resetAt: components["schemas"]["Timestamp"];
        };
        Pagination: {
            total: number;
            limit: number;
            offset: number;
            hasMore: boolean;
        };
        Period: {
            startDate: components["schemas"]["CalendarDate"];
            endDate: components["schemas"]["CalendarDate"];
        };
        MessageResponse: {
            message: string;
        };
        AccountType: "individual" | "business";
        KycStatus: "PENDING" | "UNDER_REVIEW" | "APPROVED" | "REJECTED";
        KycTier: number;
        AccountStatus: "ACTIVE" | "LOCKED" | "SUSPENDED" | "CLOSED";
        DocumentType: "national_id" | "passport" | "drivers_license" | "voters_card" | "proof_of_address" | "bank_statement" | "business_registration" | "tax_certificate";
        DocumentStatus: "PENDING_REVIEW" | "VERIFIED" | "REJECTED";
        Password: string;
        PhoneNumber: string;
        OneTimeCode: string;
        RegisterRequest: {
            email: string;
            password: components["schemas"]["Password"];
            firstName: string;
            lastName: string;
            phoneNumber: components["schemas"]["PhoneNumber"];
            dateOfBirth: components["schemas"]["CalendarDate"];
            accountType: components["schemas"]["AccountType"];
        };
        RegisterResponse: {
            userId: components["schemas"]["Identifier"];
            email: string;
            kycStatus: components["schemas"]["KycStatus"];
            kycTier: components["schemas"]["KycTier"];
            createdAt: components["schemas"]["Timestamp"];
            message: string;
        };
        LoginRequest: {
            email: string;
            password: string;
        };
        LoginUser: {
            userId: components["schemas"]["Identifier"];
            email: string;
            firstName: string;
            kycStatus: components["schemas"]["KycStatus"];
            kycTier: components["schemas"]["KycTier"];
        };
        Jwt: string;
        LoginResponse: {
            accessToken: components["schemas"]["Jwt"];
            refreshToken: components["schemas"]["Jwt"];
            expiresIn: number;
            user: components["schemas"]["LoginUser"];
        };
        RefreshTokenRequest: {
            refreshToken: string;
        };
        RefreshTokenResponse: {
            accessToken: components["schemas"]["Jwt"];
            expiresIn: number;
        };
        LogoutRequest: {
            tokenId: string;
        };
        VerifyEmailRequest: {
            email: string;
            code: components["schemas"]["OneTimeCode"];
        };
        VerifyEmailResponse: {
            userId: components["schemas"]["Identifier"];
            email: string;
            emailVerified: true;
            verifiedAt: components["schemas"]["Timestamp"];
            message: string;
        };
        ResendVerificationRequest: {
            email: string;
        };
        KycDocument: {
            documentType: components["schemas"]["DocumentType"];
            status: components["schemas"]["DocumentStatus"];
            uploadedAt: components["schemas"]["Timestamp"];
            verifiedAt: components["schemas"]["Timestamp"] | null;
        };
        KycLimits: {
            dailyLimit: number;
            monthlyLimit: number;
            transactionsPerDay: number;
        };
        KycStatusResponse: {
            kycStatus: components["schemas"]["KycStatus"];
            kycTier: components["schemas"]["KycTier"];
            submittedAt: components["schemas"]["Timestamp"] | null;
            approvedAt: components["schemas"]["Timestamp"] | null;
            documents: components["schemas"]["KycDocument"][];
            limits: components["schemas"]["KycLimits"];
        };
        KycOcr: {
            firstName: string;
            lastName: string;
            dateOfBirth: components["schemas"]["CalendarDate"];
            idNumber: string;
        };
        SubmitKycRequest: {
            documentType: components["schemas"]["DocumentType"];
            document: string;
            ocr?: components["schemas"]["KycOcr"];
            merchantId?: components["schemas"]["Identifier"];
        };
        SubmitKycResponse: {
            submissionId: components["schemas"]["Identifier"];
            status: "SUBMITTED";
            documentsSubmitted: number;
            estimatedReviewTime: string;
            message: string;
        };
        UserProfile: {
            userId: components["schemas"]["Identifier"];
            email: string;
            firstName: string;
            lastName: string;
            phoneNumber: components["schemas"]["PhoneNumber"];
            dateOfBirth: components["schemas"]["CalendarDate"];
            accountType: components["schemas"]["AccountType"];
            kycStatus: components["schemas"]["KycStatus"];
            kycTier: components["schemas"]["KycTier"];
            createdAt: components["schemas"]["Timestamp"];
            lastLogin: components["schemas"]["Timestamp"] | null;
            accountStatus: components["schemas"]["AccountStatus"];
            merchantId?: components["schemas"]["Identifier"] | null;
        };
        UpdateProfileRequest: {
            firstName?: string;
            lastName?: string;
            phoneNumber?: components["schemas"]["PhoneNumber"];
        };
        UpdateProfileResponse: {
            userId: components["schemas"]["Identifier"];
            message: string;
            updatedAt: components["schemas"]["Timestamp"];
        };
        ChangePasswordRequest: {
            currentPassword: string;
            newPassword: components["schemas"]["Password"];
        };
        WalletStatus: "ACTIVE" | "FROZEN" | "CLOSED";
        WalletLastTransaction: {
            transactionId: components["schemas"]["Identifier"];
            amount: components["schemas"]["PositiveAmount"];
            type: "CREDIT" | "DEBIT";
            timestamp: components["schemas"]["Timestamp"];
        };
        Wallet: {
            walletId: components["schemas"]["Identifier"];
            userId: components["schemas"]["Identifier"];
            balance: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            status: components["schemas"]["WalletStatus"];
            createdAt: components["schemas"]["Timestamp"];
            lastTransaction: components["schemas"]["WalletLastTransaction"] | null;
        };
        WalletSummary: {
            walletId: components["schemas"]["Identifier"];
            currency: components["schemas"]["Currency"];
            balance: components["schemas"]["Amount"];
            status: components["schemas"]["WalletStatus"];
        };
        WalletList: {
            wallets: components["schemas"]["WalletSummary"][];
            pagination: components["schemas"]["Pagination"];
        };
        CreateWalletRequest: {
            currency: components["schemas"]["Currency"];
        };
        FundWalletRequest: {
            walletId: components["schemas"]["Identifier"];
            amount: components["schemas"]["PositiveAmount"];
            paymentMethodId: components["schemas"]["Identifier"];
        };
        FundWalletResponse: {
            transactionId: components["schemas"]["Identifier"];
            walletId: components["schemas"]["Identifier"];
            amount: components["schemas"]["PositiveAmount"];
            status: "PROCESSING" | "SUCCESS" | "FAILED";
            transactionFee: components["schemas"]["Amount"];
            totalAmount: components["schemas"]["PositiveAmount"];
            newBalance: components["schemas"]["Amount"];
            createdAt: components["schemas"]["Timestamp"];
        };
        CardBrand: "VISA" | "MASTERCARD" | "VERVE" | "AMEX" | "DISCOVER" | "UNKNOWN";
        CardPaymentMethodRequest: {
            type: "card";
            cardNumber: string;
            cardholderName: string;
            expiryMonth: number;
            expiryYear: number;
            cvv: string;
            isDefault: boolean;
        };
        BankAccountPaymentMethodRequest: {
            type: "bank_account";
            bankCode: string;
            accountNumber: string;
            accountHolder: string;
            isDefault: boolean;
        };
        AddPaymentMethodRequest: components["schemas"]["CardPaymentMethodRequest"] | components["schemas"]["BankAccountPaymentMethodRequest"];
        CardPaymentMethodCreated: {
            paymentMethodId: components["schemas"]["Identifier"];
            type: "card";
            last4Digits: string;
            cardholderName: string;
            expiryMonth: number;
            expiryYear: number;
            brand: components["schemas"]["CardBrand"];
            isDefault: boolean;
            isActive: boolean;
            createdAt: components["schemas"]["Timestamp"];
            message: string;
        };
        BankAccountPaymentMethodCreated: {
            paymentMethodId: components["schemas"]["Identifier"];
            type: "bank_account";
            bankName: string;
            accountNumber: string;
            accountHolder: string;
            isDefault: boolean;
            isActive: boolean;
            createdAt: components["schemas"]["Timestamp"];
            message: string;
        };
        PaymentMethodCreated: components["schemas"]["CardPaymentMethodCreated"] | components["schemas"]["BankAccountPaymentMethodCreated"];
        CardPaymentMethod: {
            paymentMethodId: components["schemas"]["Identifier"];
            type: "card";
            last4Digits: string;
            brand: components["schemas"]["CardBrand"];
            expiryMonth: number;
            expiryYear: number;
            isDefault: boolean;
            isActive: boolean;
        };
        BankAccountPaymentMethod: {
            paymentMethodId: components["schemas"]["Identifier"];
            type: "bank_account";
            bankName: string;
            accountNumber: string;
            accountHolder: string;
            isDefault: boolean;
            isActive: boolean;
        };
        PaymentMethod: components["schemas"]["CardPaymentMethod"] | components["schemas"]["BankAccountPaymentMethod"];
        PaymentMethodList: {
            paymentMethods: components["schemas"]["PaymentMethod"][];
            pagination?: components["schemas"]["Pagination"];
        };
        PaymentMethodDeleted: {
            message: string;
            paymentMethodId: components["schemas"]["Identifier"];
        };
        TransactionStatus: "PENDING_VERIFICATION" | "ON_HOLD" | "PROCESSING" | "SUCCESS" | "FAILED" | "BLOCKED" | "PARTIALLY_REFUNDED" | "REFUNDED" | "DISPUTED";
        TransactionType: "PAYMENT" | "WALLET_FUNDING" | "AIRTIME" | "SUBSCRIPTION_CHARGE";
        RiskLevel: "LOW" | "MEDIUM" | "HIGH" | "CRITICAL";
        FraudDecision: "ALLOW" | "REQUIRE_VERIFICATION" | "HOLD" | "BLOCK";
        RiskScoreValue: number;
        FraudScoreSummary: {
            score: components["schemas"]["RiskScoreValue"];
            riskLevel: components["schemas"]["RiskLevel"];
            decision: components["schemas"]["FraudDecision"];
        };
        CreateTransactionRequest: {
            amount: components["schemas"]["PositiveAmount"];
            currency: components["schemas"]["Currency"];
            customerId: components["schemas"]["Identifier"];
            merchantId: components["schemas"]["Identifier"];
            paymentMethodId: components["schemas"]["Identifier"];
            description?: string;
            metadata?: components["schemas"]["Metadata"];
        };
        StepUpChallenge: {
            channel: "sms" | "email";
            expiresAt: components["schemas"]["Timestamp"];
            attemptsRemaining: number;
        };
        TransactionCreated: {
            transactionId: components["schemas"]["Identifier"];
            amount: components["schemas"]["PositiveAmount"];
            currency: components["schemas"]["Currency"];
            status: "PROCESSING" | "PENDING_VERIFICATION" | "ON_HOLD";
            fraudScore: components["schemas"]["FraudScoreSummary"];
            createdAt: components["schemas"]["Timestamp"];
            processorChargeId: string | null;
            verification?: components["schemas"]["StepUpChallenge"];
        };
        VerifyTransactionRequest: {
            code: components["schemas"]["OneTimeCode"];
        };
        TransactionRiskFactor: {
            name: components["schemas"]["RiskFactorName"];
            weight: number;
            score: number;
            explanation: string;
        };
        RiskFactorName: "Amount Deviation" | "Device Mismatch" | "Velocity Check" | "Geographic Anomaly" | "IP Reputation" | "Account Age" | "Payment Method Novelty" | "Failed Attempts" | "Merchant Risk";
        TransactionFraudScore: {
            score: components["schemas"]["RiskScoreValue"];
            riskLevel: components["schemas"]["RiskLevel"];
            riskFactors: components["schemas"]["TransactionRiskFactor"][];
        };
        TransactionCardSource: {
            type: "card";
            last4Digits: string;
            brand: components["schemas"]["CardBrand"];
        };
        TransactionBankSource: {
            type: "bank_account";
            last4Digits: string;
            bankName: string;
        };
        TransactionWalletSource: {
            type: "wallet";
            walletId: components["schemas"]["Identifier"];
        };
        TransactionSource: components["schemas"]["TransactionCardSource"] | components["schemas"]["TransactionBankSource"] | components["schemas"]["TransactionWalletSource"];
        ProcessorResponse: {
            status: "success" | "failed" | "pending";
            message: string;
        };
        TransactionReceiptRef: {
            receiptId: components["schemas"]["Identifier"];
            url: string;
        };
        Transaction: {
            transactionId: components["schemas"]["Identifier"];
            amount: components["schemas"]["PositiveAmount"];
            currency: components["schemas"]["Currency"];
            customerId: components["schemas"]["Identifier"];
            merchantId: components["schemas"]["Identifier"] | null;
            status: components["schemas"]["TransactionStatus"];
            fraudScore: components["schemas"]["TransactionFraudScore"] | null;
            paymentMethod: components["schemas"]["TransactionSource"];
            processorChargeId: string | null;
            processorResponse: components["schemas"]["ProcessorResponse"] | null;
            receipt: components["schemas"]["TransactionReceiptRef"] | null;
            createdAt: components["schemas"]["Timestamp"];
            completedAt: components["schemas"]["Timestamp"] | null;
            type?: components["schemas"]["TransactionType"];
        };
        TransactionSummary: {
            transactionId: components["schemas"]["Identifier"];
            amount: components["schemas"]["PositiveAmount"];
            currency: components["schemas"]["Currency"];
            merchantId: components["schemas"]["Identifier"] | null;
            status: components["schemas"]["TransactionStatus"];
            createdAt: components["schemas"]["Timestamp"];
            type?: components["schemas"]["TransactionType"];
        };
        TransactionList: {
            transactions: components["schemas"]["TransactionSummary"][];
            pagination: components["schemas"]["Pagination"];
        };
        EntityType: "sole_proprietor" | "partnership" | "limited_liability_company" | "public_company" | "non_profit";
        MerchantRiskLevel: "low" | "medium" | "high";
        BankAccountInput: {
            bankCode: string;
            accountNumber: string;
            accountHolder: string;
        };
        RegisterMerchantRequest: {
            businessName: string;
            entityType: components["schemas"]["EntityType"];
            taxId: string;
            industry: string;
            bankAccount: components["schemas"]["BankAccountInput"];
        };
        MerchantRegistered: {
            merchantId: components["schemas"]["Identifier"];
            businessName: string;
            kycStatus: components["schemas"]["KycStatus"];
            riskLevel: components["schemas"]["MerchantRiskLevel"];
            message: string;
            createdAt: components["schemas"]["Timestamp"];
        };
        MerchantBankAccount: {
            accountId: components["schemas"]["Identifier"];
            bankCode: string;
            accountNumber: string;
            accountHolder: string;
            isVerified: boolean;
        };
        SettlementFrequency: "daily" | "weekly" | "monthly";
        SettlementSettings: {
            frequency: components["schemas"]["SettlementFrequency"];
            minimumAmount: components["schemas"]["Amount"];
            settlementFeePercent: number;
            holdPeriodDays: number;
        };
        SettlementSettingsRequest: {
            frequency: components["schemas"]["SettlementFrequency"];
            minimumAmount: components["schemas"]["Amount"];
            settlementFeePercent: number;
            holdPeriodDays: number;
        };
        SettlementSettingsResponse: {
            merchantId: components["schemas"]["Identifier"];
            settlementSettings: components["schemas"]["SettlementSettings"];
            message: string;
        };
        MerchantProfileMetrics: {
            totalTransactions: number;
            totalVolume: components["schemas"]["Amount"];
            chargebackRate: components["schemas"]["Percent"];
            disputeRate: components["schemas"]["Percent"];
        };
        Merchant: {
            merchantId: components["schemas"]["Identifier"];
            businessName: string;
            entityType: components["schemas"]["EntityType"];
            taxId: string;
            industry: string;
            kycStatus: components["schemas"]["KycStatus"];
            riskLevel: components["schemas"]["MerchantRiskLevel"];
            bankAccounts: components["schemas"]["MerchantBankAccount"][];
            settlementSettings: components["schemas"]["SettlementSettings"];
            metrics: components["schemas"]["MerchantProfileMetrics"];
            rejectionReason?: components["schemas"]["MerchantRejectionReason"] | null;
            rejectionMessage?: string | null;
        };
        MerchantRejectionReason: "invalid_documents" | "incomplete_information" | "business_not_verified" | "prohibited_industry" | "high_risk" | "duplicate_account" | "compliance" | "other";
        DashboardMetrics: {
            totalTransactions: number;
            successfulTransactions: number;
            failedTransactions: number;
            totalVolume: components["schemas"]["Amount"];
            averageTransactionAmount: components["schemas"]["Amount"];
            chargebackCount: number;
            chargebackRate: components["schemas"]["Percent"];
            disputeCount: number;
            refundCount: number;
            refundAmount: components["schemas"]["Amount"];
        };
        DashboardSettlements: {
            totalSettled: components["schemas"]["Amount"];
            nextSettlementDate: components["schemas"]["CalendarDate"];
            nextSettlementAmount: components["schemas"]["Amount"];
            pendingAmount: number;
        };
        TopProduct: {
            name: string;
            transactionCount: number;
            totalAmount: components["schemas"]["Amount"];
        };
        MerchantDashboard: {
            merchantId: components["schemas"]["Identifier"];
            period: components["schemas"]["Period"];
            metrics: components["schemas"]["DashboardMetrics"];
            settlements: components["schemas"]["DashboardSettlements"];
            topProducts: components["schemas"]["TopProduct"][];
        };
        RiskScoreFactor: {
            name: components["schemas"]["RiskFactorName"];
            weight: number;
            score: number;
            explanation: string;
        };
        RiskScore: {
            transactionId: components["schemas"]["Identifier"];
            riskScore: components["schemas"]["RiskScoreValue"];
            riskLevel: components["schemas"]["RiskLevel"];
            decision: components["schemas"]["FraudDecision"];
            confidence: number;
            riskFactors: components["schemas"]["RiskScoreFactor"][];
            modelVersion: string;
            calculatedAt: components["schemas"]["Timestamp"];
        };
        FraudSummary: {
            totalTransactions: number;
            fraudulentTransactions: number;
            fraudRate: components["schemas"]["Percent"];
            averageFraudScore: number;
            blockedTransactions: number;
            declinedTransactions: number;
        };
        RiskLevelDistribution: {
            LOW: number;
            MEDIUM: number;
            HIGH: number;
            CRITICAL: number;
        };
        FraudFactorCount: {
            factor: components["schemas"]["RiskFactorName"];
            occurrences: number;
            percentage: components["schemas"]["Percent"];
        };
        FraudBucket: {
            date: components["schemas"]["CalendarDate"];
            totalTransactions: number;
            fraudulentTransactions: number;
            averageFraudScore: number;
        };
        FraudAnalytics: {
            period: components["schemas"]["Period"];
            summary: components["schemas"]["FraudSummary"];
            riskLevelDistribution: components["schemas"]["RiskLevelDistribution"];
            topFraudFactors: components["schemas"]["FraudFactorCount"][];
            buckets?: components["schemas"]["FraudBucket"][];
        };
        DisputeReason: "product_not_received" | "product_not_as_described" | "unauthorized_transaction" | "duplicate_charge" | "incorrect_amount" | "credit_not_processed" | "subscription_cancelled" | "other";
        DisputeStatus: "OPEN" | "INVESTIGATING" | "RESOLVED";
        DisputeResolution: "APPROVED" | "REJECTED";
        CreateDisputeRequest: {
            reason: components["schemas"]["DisputeReason"];
            description: string;
            evidenceFiles: components["schemas"]["Identifier"][];
        };
        DisputeCreated: {
            disputeId: components["schemas"]["Identifier"];
            transactionId: components["schemas"]["Identifier"];
            reason: components["schemas"]["DisputeReason"];
            amount: components["schemas"]["PositiveAmount"];
            status: "OPEN";
            deadline: components["schemas"]["Timestamp"];
            createdAt: components["schemas"]["Timestamp"];
            message: string;
        };
        EvidenceType: "proof_of_order" | "proof_of_payment" | "proof_of_delivery" | "communication" | "product_photo" | "other";
        SubmitEvidenceRequest: {
            files: string[];
            description: string;
            type: components["schemas"]["EvidenceType"];
        };
        EvidenceUploaded: {
            disputeId: components["schemas"]["Identifier"];
            evidenceCount: number;
            totalFileSize: number;
            uploadedAt: components["schemas"]["Timestamp"];
            message: string;
        };
        Evidence: {
            evidenceId: components["schemas"]["Identifier"];
            type: components["schemas"]["EvidenceType"];
            fileUrl: string;
            uploadedAt: components["schemas"]["Timestamp"];
        };
        MerchantDisputeResponse: {
            response: "ACCEPT" | "CONTEST";
            message: string;
            respondedAt: components["schemas"]["Timestamp"];
        };
        Investigation: {
            startedAt: components["schemas"]["Timestamp"] | null;
            merchantResponseDeadline: components["schemas"]["Timestamp"];
            merchantResponse: components["schemas"]["MerchantDisputeResponse"] | null;
            notes: string | null;
        };
        Dispute: {
            disputeId: components["schemas"]["Identifier"];
            transactionId: components["schemas"]["Identifier"];
            customerId: components["schemas"]["Identifier"];
            merchantId: components["schemas"]["Identifier"];
            reason: components["schemas"]["DisputeReason"];
            amount: components["schemas"]["PositiveAmount"];
            status: components["schemas"]["DisputeStatus"];
            resolution: components["schemas"]["DisputeResolution"] | null;
            deadline: components["schemas"]["Timestamp"];
            createdAt: components["schemas"]["Timestamp"];
            evidence: components["schemas"]["Evidence"][];
            investigation: components["schemas"]["Investigation"];
        };
        DisputeSummary: {
            disputeId: components["schemas"]["Identifier"];
            transactionId: components["schemas"]["Identifier"];
            merchantId: components["schemas"]["Identifier"];
            reason: components["schemas"]["DisputeReason"];
            amount: components["schemas"]["PositiveAmount"];
            status: components["schemas"]["DisputeStatus"];
            deadline: components["schemas"]["Timestamp"];
            createdAt: components["schemas"]["Timestamp"];
        };
        DisputeList: {
            disputes: components["schemas"]["DisputeSummary"][];
            pagination: components["schemas"]["Pagination"];
        };
        DisputeResponseRequest: {
            response: "ACCEPT" | "CONTEST";
            message: string;
            evidenceFiles: components["schemas"]["Identifier"][];
        };
        DisputeResponded: {
            disputeId: components["schemas"]["Identifier"];
            status: components["schemas"]["DisputeStatus"];
            resolution: components["schemas"]["DisputeResolution"] | null;
            merchantResponse: components["schemas"]["MerchantDisputeResponse"];
            message: string;
        };
        ResolveDisputeRequest: {
            resolution: components["schemas"]["DisputeResolution"];
            refundAmount?: components["schemas"]["Amount"];
            notes: string;
        };
        DisputeResolved: {
            disputeId: components["schemas"]["Identifier"];
            status: "RESOLVED";
            resolution: components["schemas"]["DisputeResolution"];
            refundId: components["schemas"]["Identifier"] | null;
            refundAmount: components["schemas"]["Amount"];
            resolvedAt: components["schemas"]["Timestamp"];
            message: string;
        };
        FilePurpose: "dispute_evidence";
        UploadFileRequest: {
            file: string;
            purpose: components["schemas"]["FilePurpose"];
        };
        FileUploaded: {
            fileId: components["schemas"]["Identifier"];
            fileName: string;
            contentType: "application/pdf" | "image/jpeg" | "image/png";
            size: number;
            purpose: components["schemas"]["FilePurpose"];
            createdAt: components["schemas"]["Timestamp"];
        };
        BillingFrequency: "daily" | "weekly" | "monthly" | "quarterly" | "yearly";
        PlanStatus: "ACTIVE" | "INACTIVE";
        CreatePlanRequest: {
            planName: string;
            planDescription?: string;
            amount: components["schemas"]["PositiveAmount"];
            currency: components["schemas"]["Currency"];
            billingFrequency: components["schemas"]["BillingFrequency"];
            trialPeriodDays: number;
            setupFee: components["schemas"]["Amount"];
            maxCharges: number | null;
            billingInterval: number;
            trialAmount: components["schemas"]["Amount"];
            planType: components["schemas"]["PlanType"];
        };
        PlanType: "fixed";
        PlanCreated: {
            planId: components["schemas"]["Identifier"];
            planName: string;
            amount: components["schemas"]["PositiveAmount"];
            billingFrequency: components["schemas"]["BillingFrequency"];
            status: components["schemas"]["PlanStatus"];
            createdAt: components["schemas"]["Timestamp"];
        };
        Plan: {
            planId: components["schemas"]["Identifier"];
            merchantId: components["schemas"]["Identifier"];
            planName: string;
            planDescription: string | null;
            amount: components["schemas"]["PositiveAmount"];
            currency: components["schemas"]["Currency"];
            billingFrequency: components["schemas"]["BillingFrequency"];
            billingInterval: number;
            trialPeriodDays: number;
            trialAmount: components["schemas"]["Amount"];
            setupFee: components["schemas"]["Amount"];
            maxCharges: number | null;
            planType: components["schemas"]["PlanType"];
            status: components["schemas"]["PlanStatus"];
            isActive: boolean;
            createdAt: components["schemas"]["Timestamp"];
        };
        PlanList: {
            plans: components["schemas"]["Plan"][];
            pagination: components["schemas"]["Pagination"];
        };
        SubscriptionStatus: "PENDING" | "ACTIVE" | "PAST_DUE" | "PAUSED" | "CANCELLED" | "COMPLETED";
        CreateSubscriptionRequest: {
            planId: components["schemas"]["Identifier"];
            paymentMethodId: components["schemas"]["Identifier"];
            startDate?: components["schemas"]["CalendarDate"];
        };
        SubscriptionCreated: {
            subscriptionId: components["schemas"]["Identifier"];
            planId: components["schemas"]["Identifier"];
            status: components["schemas"]["SubscriptionStatus"];
            autoRenew: boolean;
            nextChargeDate: components["schemas"]["CalendarDate"] | null;
            trialEndDate: components["schemas"]["CalendarDate"] | null;
            chargeCount: number;
            createdAt: components["schemas"]["Timestamp"];
            message: string;
        };
        ChargeStatus: "PENDING" | "SUCCEEDED" | "FAILED";
        SubscriptionCharge: {
            chargeId: components["schemas"]["Identifier"];
            amount: components["schemas"]["PositiveAmount"];
            status: components["schemas"]["ChargeStatus"];
            scheduledDate: components["schemas"]["CalendarDate"];
            actualChargeDate: components["schemas"]["CalendarDate"] | null;
            attemptCount: number;
            transactionId?: components["schemas"]["Identifier"] | null;
        };
        Subscription: {
            subscriptionId: components["schemas"]["Identifier"];
            customerId: components["schemas"]["Identifier"];
            merchantId: components["schemas"]["Identifier"];
            planId: components["schemas"]["Identifier"];
            planName: string;
            status: components["schemas"]["SubscriptionStatus"];
            autoRenew: boolean;
            nextChargeDate: components["schemas"]["CalendarDate"] | null;
            trialEndDate: components["schemas"]["CalendarDate"] | null;
            chargeCount: number;
            maxCharges: number | null;
            lastChargeDate: components["schemas"]["CalendarDate"] | null;
            lastChargeAmount: number | null;
            createdAt: components["schemas"]["Timestamp"];
            charges: components["schemas"]["SubscriptionCharge"][];
        };
        SubscriptionReasonRequest: {
            reason?: string;
        };
        SubscriptionPaused: {
            subscriptionId: components["schemas"]["Identifier"];
            status: "PAUSED";
            pausedAt: components["schemas"]["Timestamp"];
            message: string;
        };
        SubscriptionResumed: {
            subscriptionId: components["schemas"]["Identifier"];
            status: "ACTIVE";
            nextChargeDate: components["schemas"]["CalendarDate"];
            resumedAt: components["schemas"]["Timestamp"];
            message: string;
        };
        SubscriptionCancelled: {
            subscriptionId: components["schemas"]["Identifier"];
            status: "CANCELLED";
            cancelledAt: components["schemas"]["Timestamp"];
            cancelledReason: string | null;
            message: string;
        };
        CustomerSubscription: {
            subscriptionId: components["schemas"]["Identifier"];
            planName: string;
            status: components["schemas"]["SubscriptionStatus"];
            nextChargeDate: components["schemas"]["CalendarDate"] | null;
            amount: components["schemas"]["PositiveAmount"];
        };
        CustomerSubscriptionsSummary: {
            activeCount: number;
            pausedCount: number;
            cancelledCount: number;
            totalMRR: components["schemas"]["Amount"];
        };
        CustomerSubscriptions: {
            subscriptions: components["schemas"]["CustomerSubscription"][];
            summary: components["schemas"]["CustomerSubscriptionsSummary"];
            pagination?: components["schemas"]["Pagination"];
        };
        SubscriptionMetricsValues: {
            mrr: components["schemas"]["Amount"];
            arr: components["schemas"]["Amount"];
            activeSubscriptions: number;
            newSubscriptions: number;
            cancelledSubscriptions: number;
            pausedSubscriptions: number;
            churnRate: components["schemas"]["Percent"];
            trialConversions: number;
            trialConversionRate: components["schemas"]["Percent"];
            failedCharges: number;
            recoveredCharges: number;
            recoveryRate: components["schemas"]["Percent"];
            expansionMrr: components["schemas"]["Amount"];
            contractionMrr: components["schemas"]["Amount"];
        };
        SubscriptionMetrics: {
            merchantId: components["schemas"]["Identifier"];
            period: components["schemas"]["Period"];
            metrics: components["schemas"]["SubscriptionMetricsValues"];
        };
        AirtimeAmountRange: {
            min: number;
            max: number;
        };
        AirtimeProvider: {
            providerId: string;
            name: string;
            logo: string;
            amountRange: components["schemas"]["AirtimeAmountRange"];
            denominations?: number[];
        };
        AirtimeProviderList: {
            providers: components["schemas"]["AirtimeProvider"][];
            pagination?: components["schemas"]["Pagination"];
        };
        TopupStatus: "PROCESSING" | "SUCCESS" | "FAILED";
        AirtimeTopupRequest: {
            providerId: string;
            phoneNumber: string;
            amount: components["schemas"]["PositiveAmount"];
            paymentMethodId: components["schemas"]["Identifier"];
        };
        AirtimeTopup: {
            transactionId: components["schemas"]["Identifier"];
            type: "airtime_topup";
            provider: string;
            phoneNumber: string;
            amount: components["schemas"]["PositiveAmount"];
            status: components["schemas"]["TopupStatus"];
            reference: string;
            message: string;
            createdAt: components["schemas"]["Timestamp"];
        };
        TopupSummary: {
            transactionId: components["schemas"]["Identifier"];
            provider: string;
            phoneNumber: string;
            amount: components["schemas"]["PositiveAmount"];
            status: components["schemas"]["TopupStatus"];
            reference: string;
            createdAt: components["schemas"]["Timestamp"];
        };
        TopupList: {
            topups: components["schemas"]["TopupSummary"][];
            pagination: components["schemas"]["Pagination"];
        };
        RefundStatus: "PENDING" | "PROCESSING" | "COMPLETED" | "FAILED";
        RefundReason: "full_refund" | "partial_refund" | "customer_request" | "duplicate" | "fraudulent" | "product_not_received" | "product_defective" | "order_cancelled" | "other";
        RecordedRefundReason: "full_refund" | "partial_refund" | "customer_request" | "duplicate" | "fraudulent" | "product_not_received" | "product_defective" | "order_cancelled" | "other" | "dispute_resolution";
        RefundRequest: {
            amount: components["schemas"]["PositiveAmount"];
            reason: components["schemas"]["RefundReason"];
            description?: string;
        };
        RefundCreated: {
            refundId: components["schemas"]["Identifier"];
            transactionId: components["schemas"]["Identifier"];
            amount: components["schemas"]["PositiveAmount"];
            status: components["schemas"]["RefundStatus"];
            reason: components["schemas"]["RecordedRefundReason"];
            createdAt: components["schemas"]["Timestamp"];
            message: string;
        };
        Refund: {
            refundId: components["schemas"]["Identifier"];
            amount: components["schemas"]["PositiveAmount"];
            status: components["schemas"]["RefundStatus"];
            reason: components["schemas"]["RecordedRefundReason"];
            createdAt: components["schemas"]["Timestamp"];
            completedAt: components["schemas"]["Timestamp"] | null;
        };
        RefundsSummary: {
            totalRefunded: components["schemas"]["Amount"];
            refundCount: number;
        };
        RefundList: {
            transactionId: components["schemas"]["Identifier"];
            refunds: components["schemas"]["Refund"][];
            summary: components["schemas"]["RefundsSummary"];
            pagination?: components["schemas"]["Pagination"];
        };
        ReceiptFileFormat: "pdf" | "html" | "json";
        ReceiptFormat: "pdf" | "html" | "json" | "email";
        DigitalSignature: string;
        Receipt: {
            receiptId: components["schemas"]["Identifier"];
            transactionId: components["schemas"]["Identifier"];
            format: components["schemas"]["ReceiptFileFormat"];
            url: string;
            digitalSignature: components["schemas"]["DigitalSignature"];
            createdAt: components["schemas"]["Timestamp"];
            expiresAt: components["schemas"]["Timestamp"];
        };
        EmailReceiptRequest: {
            format: "email";
            recipient: string;
        };
        FileReceiptRequest: {
            format: components["schemas"]["ReceiptFileFormat"];
        };
        GenerateReceiptRequest: components["schemas"]["EmailReceiptRequest"] | components["schemas"]["FileReceiptRequest"];
        ReceiptGenerated: {
            receiptId: components["schemas"]["Identifier"];
            format: components["schemas"]["ReceiptFormat"];
            status: "SENT" | "GENERATED";
            recipient: string | null;
            sentAt: components["schemas"]["Timestamp"] | null;
            message: string;
            url?: string;
        };
        ReceiptDocument: {
            receiptId: components["schemas"]["Identifier"];
            transactionId: components["schemas"]["Identifier"];
            amount: components["schemas"]["PositiveAmount"];
            currency: components["schemas"]["Currency"];
            status: components["schemas"]["TransactionStatus"];
            refundedAmount: components["schemas"]["Amount"];
            merchantName: string | null;
            customerName: string;
            paymentMethod: components["schemas"]["TransactionSource"];
            description: string | null;
            completedAt: components["schemas"]["Timestamp"];
            digitalSignature: components["schemas"]["DigitalSignature"];
        };
        AnalyticsSummary: {
            totalTransactions: number;
            successfulTransactions: number;
            failedTransactions: number;
            totalVolume: components["schemas"]["Amount"];
            averageTransactionAmount: components["schemas"]["Amount"];
            successRate: components["schemas"]["Percent"];
        };
        AnalyticsBucket: {
            date: components["schemas"]["CalendarDate"];
            transactionCount: number;
            totalVolume: components["schemas"]["Amount"];
            averageAmount: components["schemas"]["Amount"];
            successRate: components["schemas"]["Percent"];
        };
        TopCustomer: {
            customerId: components["schemas"]["Identifier"];
            transactionCount: number;
            totalSpent: components["schemas"]["Amount"];
        };
        MerchantAnalytics: {
            merchantId: components["schemas"]["Identifier"];
            period: components["schemas"]["Period"];
            summary: components["schemas"]["AnalyticsSummary"];
            dailyMetrics: components["schemas"]["AnalyticsBucket"][];
            topCustomers: components["schemas"]["TopCustomer"][];
        };
        MerchantKycDocument: {
            type: components["schemas"]["DocumentType"];
            status: components["schemas"]["DocumentStatus"];
            fileUrl?: string;
        };
        PendingMerchant: {
            merchantId: components["schemas"]["Identifier"];
            businessName: string;
            submittedAt: components["schemas"]["Timestamp"];
            riskScore: components["schemas"]["RiskScoreValue"];
            nextReview: components["schemas"]["Timestamp"];
            documents: components["schemas"]["MerchantKycDocument"][];
        };
        PendingMerchantList: {
            merchants: components["schemas"]["PendingMerchant"][];
            pagination: components["schemas"]["Pagination"];
        };
        ApproveMerchantRequest: {
            notes: string;
        };
        MerchantApproved: {
            merchantId: components["schemas"]["Identifier"];
            kycStatus: "APPROVED";
            approvedAt: components["schemas"]["Timestamp"];
            message: string;
        };
        RejectMerchantRequest: {
            reason: components["schemas"]["MerchantRejectionReason"];
            message: string;
        };
        MerchantRejected: {
            merchantId: components["schemas"]["Identifier"];
            kycStatus: "REJECTED";
            rejectionReason: components["schemas"]["MerchantRejectionReason"];
            rejectionMessage: string;
            rejectedAt: components["schemas"]["Timestamp"];
            message: string;
        };
        PendingUserDocument: {
            documentType: components["schemas"]["DocumentType"];
            status: components["schemas"]["DocumentStatus"];
            uploadedAt: components["schemas"]["Timestamp"];
            fileUrl: string;
            ocr: components["schemas"]["KycOcrView"] | null;
        };
        KycOcrView: {
            firstName: string;
            lastName: string;
            dateOfBirth: components["schemas"]["CalendarDate"];
            idNumber: string;
        };
        PendingUser: {
            userId: components["schemas"]["Identifier"];
            email: string;
            firstName: string;
            lastName: string;
            kycStatus: components["schemas"]["KycStatus"];
            kycTier: components["schemas"]["KycTier"];
            submittedAt: components["schemas"]["Timestamp"];
            documents: components["schemas"]["PendingUserDocument"][];
        };
        PendingUserList: {
            users: components["schemas"]["PendingUser"][];
            pagination: components["schemas"]["Pagination"];
        };
        KycDocumentDecision: {
            documentType: components["schemas"]["DocumentType"];
            decision: "VERIFIED" | "REJECTED";
            reason?: string;
        };
        ReviewUserKycRequest: {
            documents: components["schemas"]["KycDocumentDecision"][];
            notes?: string;
        };
        UserKycReviewed: {
            userId: components["schemas"]["Identifier"];
            kycStatus: components["schemas"]["KycStatus"];
            kycTier: components["schemas"]["KycTier"];
            documents: components["schemas"]["KycDocument"][];
            reviewedAt: components["schemas"]["Timestamp"];
            message: string;
        };
        SetAccountStatusRequest: {
            accountStatus: "ACTIVE" | "SUSPENDED";
            reason: string;
        };
        AccountStatusChanged: {
            userId: components["schemas"]["Identifier"];
            accountStatus: components["schemas"]["AccountStatus"];
            updatedAt: components["schemas"]["Timestamp"];
            message: string;
        };
        ReviewTransactionRequest: {
            decision: "APPROVE" | "REJECT";
            notes: string;
        };
        TransactionReviewed: {
            transactionId: components["schemas"]["Identifier"];
            status: components["schemas"]["TransactionStatus"];
            decision: "APPROVE" | "REJECT";
            reviewedAt: components["schemas"]["Timestamp"];
            message: string;
        };
    };
}
